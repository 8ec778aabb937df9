/**
 * Exit code 0 while every role of this container lives: the container's health check. Not readiness, which is red
 * while Kafka is away: an orchestrator would then replace every relay and cut sockets that had only to wait.
 */
const roles = (process.env.ROLES ?? 'relay,http,archive').split(',')
const ports = { relay: process.env.PORT_SOCKET ?? '8084', http: process.env.PORT_HTTP ?? '8088', archive: process.env.PORT_ARCHIVE_METRICS ?? '9089' }
const answers = await Promise.all(roles.map((role) => fetch(`http://127.0.0.1:${ports[role.trim()]}/${role.trim() === 'archive' ? 'metrics' : 'health/live'}`).then(({ ok }) => ok, () => false)))
process.exit(answers.every(Boolean) ? 0 : 1)
