// A child for supervisor.test.ts: does what its argument says.
const [, , what = ''] = process.argv
if (what === 'fails') process.exit(78)
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => { if (what !== 'ignores') process.exit(0) })
process.send({ ready: 4711 })
if (what === 'dies') process.disconnect()
