/** Exit code 0 when every role of this container is ready: the container's health check. */
const roles = (process.env.ROLES ?? 'relay,http').split(',')
const ports = { relay: process.env.PORT_SOCKET ?? '8084', http: process.env.PORT_HTTP ?? '8088' }
const answers = await Promise.all(roles.map((role) => fetch(`http://127.0.0.1:${ports[role.trim()]}/health/ready`).then(({ ok }) => ok, () => false)))
process.exit(answers.every(Boolean) ? 0 : 1)
