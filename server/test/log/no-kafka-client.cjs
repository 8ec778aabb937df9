// What a machine is like on which nobody built the Kafka client: its native part cannot be found.
const { Module } = require('node:module')

const load = Module._load
Module._load = function (request, ...rest) {
  if (request === 'bindings') throw new Error('Could not locate the bindings file')
  return load.call(this, request, ...rest)
}
