import { brokers, database, decimal, keySource, keys, networks, oneOf, oneOfMany, origins, password, secret, someOf, url, whole, words } from './setting-kinds.ts'

/**
 * Every setting, once. The variable in the environment is the name in capitals (portSocket: PORT_SOCKET).
 * docs/SETTINGS.md is generated from these two tables.
 */
export const SETTINGS = {
  portSocket: whole('port', 0, 65535, { default: '8084', help: 'Where the sockets listen (0: any free port).' }),
  portHttp: whole('port', 0, 65535, { default: '8088', help: 'Where HTTP listens: pages, join, quizzes (0: any free port).' }),
  portSocketMetrics: whole('port', 0, 65535, { default: '9084', help: "Where the relay's metrics listen, on METRICS_HOST." }),
  portHttpMetrics: whole('port', 0, 65535, { default: '9088', help: "Where the sidecar's metrics listen, on METRICS_HOST." }),
  portArchiveMetrics: whole('port', 0, 65535, { default: '9089', help: "Where the archiver's metrics listen, on METRICS_HOST." }),
  host: words('a host name or an address', /^[A-Za-z0-9_.:-]{1,253}$/, { default: '0.0.0.0', help: 'Address that the public ports listen on.' }),
  metricsHost: words('a host name or an address', /^[A-Za-z0-9_.:-]{1,253}$/, { default: '127.0.0.1', help: 'Address that the metrics ports listen on; keep it private.' }),
  dataDir: words('a path', /^[^\0]{1,1024}$/, { default: './data', help: 'Folder of the embedded log, the database and the generated keys.' }),
  databaseUrl: database({ help: 'Where quizzes, classes and results are kept: a PostgreSQL. Unset: SQLite, DATA_DIR/lectern.db.' }),
  resultsDays: whole('days', 1, 3650, { default: '180', help: 'Results of a lesson are deleted so long after it; the page of results says when.' }),
  roles: someOf(['relay', 'http', 'archive'], { default: 'relay,http,archive', help: 'What this process does. With several, the relay is the main process and starts the others.' }),
  relay: oneOfMany(1000, { default: '1/1', help: 'Which relay of how many this is: 2/4 is the second of four. It serves the partitions p with p mod N + 1 = n.' }),
  standby: oneOf(['1', '0'], { default: '1', help: 'Whether each relay also follows the partitions of the relay before it and serves them when that one is gone (0: no). Means nothing for 1/1.' }),
  entry: oneOf(['signed', 'open'], { default: 'signed', help: 'Who may come in: people with a launch token of the host service, or (open) anybody with a link.' }),
  teacherKey: secret({ help: 'What a teacher shows under open entry. Without it nobody becomes a teacher there.' }),
  launchKeys: keys({ help: 'Keys that the host service signs launch tokens with (HS256). Signed entry needs them or LAUNCH_JWKS.' }),
  launchJwks: keySource({ help: "The host service's public keys (a JSON Web Key Set) that launch tokens may be signed with as well: RS256, ES256, EdDSA." }),
  ticketKeys: keys({ help: 'Keys that the sidecar signs tickets with and the relay checks. Unset: made once and kept in DATA_DIR/keys.json, which is for a relay and the sidecar that it starts; several relays, or roles apart, must set them.' }),
  hostCredential: secret({ help: 'What the host service shows at POST /socket/join. Unset: that route takes launch tokens only.' }),
  publicUrl: url(['https:', 'http:'], { help: "Where people reach the pages. Unset: the request's own host." }),
  socketUrl: url(['wss:', 'ws:'], { help: "Where people reach the sockets. Unset: the page's host with PORT_SOCKET." }),
  joinUrl: url(['https:', 'http:'], { help: 'Where students come in, shown as QR: the page of the host service under signed entry. Unset: our own entry page.' }),
  origins: origins({ help: 'Origins of other sites whose pages may call the HTTP interface and open sockets. PUBLIC_URL is always among them.' }),
  trustProxy: networks({ help: 'Proxies whose X-Forwarded-For is believed.' }),
  synthetic: oneOf(['off', 'on'], { default: 'off', help: 'Whether synthetic launch tokens (load tests) are taken.' }),
  logLevel: oneOf(['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'], { default: 'info', help: 'The least level that is logged.' }),
  mediaHours: whole('h', 7, 8760, { default: '168', help: 'How long shared files are kept.' }),
  mediaImageBytes: whole('bytes', 65536, 104857600, { default: '20971520', help: 'The largest picture that may be uploaded.' }),
  mediaFileBytes: whole('bytes', 65536, 1073741824, { default: '104857600', help: 'The largest audio or video file that may be uploaded.' }),
  s3Bucket: words('a name of 3 to 63 letters, digits, dots and dashes', /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$/, { default: '', help: 'Bucket that holds shared files. Unset: the folder media in DATA_DIR.' }),
  s3Endpoint: url(['https:', 'http:'], { help: "Where the store is reached, by us and by everybody's browser. Unset: Amazon's of S3_REGION." }),
  s3Region: words('letters, digits and dashes', /^[A-Za-z0-9-]{1,64}$/, { default: 'us-east-1', help: "The store's region." }),
  s3AccessKeyId: words('at most 256 characters', /^\S{0,256}$/, { default: '', help: 'Who we are to the store.' }),
  s3SecretAccessKey: password({ help: 'The secret of S3_ACCESS_KEY_ID.' }),
  retentionHours: whole('h', 24, 8760, { default: '48', help: 'How long the log keeps its records. On Kafka this is for topics that Lectern creates.' }),
  kafkaBrokers: brokers({ help: 'Some brokers of the Kafka cluster that holds the log. Unset: the embedded log in DATA_DIR.' }),
  kafkaPartitions: whole('partitions', 1, 1000, { default: '48', help: 'Partitions of the topics on Kafka, the same everywhere and for ever: classes are placed by it. The embedded log has one.' }),
  kafkaTopicPrefix: words('letters, digits, dots, underscores and dashes, at most 100', /^[A-Za-z0-9._-]{0,100}$/, { default: '', help: 'What the names of the topics begin with: …user-topic, …socket-topic, …media-topic.' }),
  kafkaLingerMs: whole('ms', 0, 100, { default: '3', help: 'How long events of one class wait for others to share a record.' }),
  kafkaTimeoutMs: whole('ms', 1000, 120000, { default: '15000', help: 'An append that no broker took for so long counts as unknown and is repeated; a start waits so long for brokers.' }),
  kafkaSaslMechanism: oneOf(['none', 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], { default: 'none', help: 'How this process proves to brokers who it is.' }),
  kafkaSaslUsername: words('at most 256 characters', /^[^\0]{0,256}$/, { default: '', help: 'Who it is.' }),
  kafkaSaslPassword: password({ help: 'Its password.' }),
  kafkaTls: oneOf(['off', 'on'], { default: 'off', help: 'Whether brokers are spoken to over TLS.' }),
  kafkaTlsCa: words('a path', /^[^\0]{0,1024}$/, { default: '', help: "File (PEM) of the authorities that sign the brokers' certificates. Unset: the system's." }),
  kafkaTlsCert: words('a path', /^[^\0]{0,1024}$/, { default: '', help: 'File (PEM) of our own certificate, where brokers ask for one.' }),
  kafkaTlsKey: words('a path', /^[^\0]{0,1024}$/, { default: '', help: 'File (PEM) of its key.' }),
  kafkaTlsKeyPassword: password({ help: 'Password of that file.' })
} as const

/** Limits and rhythms of the relay. */
export const RELAY_SETTINGS = {
  frameBytes: whole('bytes', 1024, 524288, { default: '65536', help: 'The largest message a client may send.' }),
  backpressureBytes: whole('bytes', 16384, 16777216, { default: '262144', help: 'How much may wait for one socket before it is closed to come back.' }),
  behindMs: whole('ms', 500, 60000, { default: '5000', help: 'How long anything may wait for one socket before it is closed to come back.' }),
  idleSeconds: whole('s', 8, 960, { default: '60', help: 'A socket that says nothing for so long is closed (0: never).' }, 0),
  malformedMax: whole('frames', 1, 100, { default: '3', help: 'The malformed frame that ends a socket.' }),
  tickMinMs: whole('ms', 10, 5000, { default: '50', help: 'The shortest time between two batches of aggregates.' }),
  tickPerSocketUs: whole('µs', 0, 1000, { default: '40', help: 'What a socket adds to the tick of its audience.' }),
  sliceSockets: whole('sockets', 10, 10000, { default: '50', help: 'Sockets that get a batch at a time; a verdict may overtake the next ones.' }),
  countsMs: whole('ms', 100, 60000, { default: '500', help: 'The shortest time between two counts to students.' }),
  presenceMs: whole('ms', 100, 60000, { default: '1000', help: 'The shortest time between two presence updates.' }),
  beatOpenMs: whole('ms', 500, 60000, { default: '2000', help: 'Time between heartbeats while a question is open.' }),
  beatIdleMs: whole('ms', 1000, 300000, { default: '15000', help: 'Time between heartbeats otherwise.' }),
  spreadPerStudentMs: decimal('ms', 0, 100, { default: '0.4', help: 'What a student adds to the time over which a dropped class comes back.' }),
  spreadMaxMs: whole('ms', 0, 60000, { default: '2000', help: 'The longest such time.' }),
  ringMs: whole('ms', 0, 3600000, { default: '300000', help: 'How long relayed control messages are kept for those who come back.' }),
  ringBytes: whole('bytes', 0, 16777216, { default: '262144', help: 'How much of them is kept in a class.' }),
  studentAnswersPerSecond: whole('1/s', 1, 1000, { default: '5', help: 'Answers of one student.' }),
  studentControlPerSecond: whole('1/s', 1, 1000, { default: '2', help: 'Control messages of one student.' }),
  studentFramesPerSecond: whole('1/s', 1, 10000, { default: '20', help: "All frames of a student's socket." }),
  studentFramesBurst: whole('frames', 1, 10000, { default: '60', help: "Frames that a student's socket may send at once." }),
  teacherSteeringPerSecond: whole('1/s', 1, 1000, { default: '10', help: 'Steering commands of one teacher.' }),
  inkPerSecond: whole('1/s', 1, 1000, { default: '30', help: 'What one person does to the whiteboard; as often he may move the laser pointer, and read a page of a sheet.' }),
  teacherFramesPerSecond: whole('1/s', 1, 10000, { default: '60', help: "All frames of a teacher's socket." }),
  teacherFramesBurst: whole('frames', 1, 10000, { default: '200', help: "Frames that a teacher's socket may send at once." }),
  slowDownMs: whole('ms', 100, 600000, { default: '5000', help: 'A socket over its rate for longer than this is closed …' }),
  slowDownCloseMs: whole('ms', 100, 600000, { default: '10000', help: '… and told to come back after this time.' }),
  heartbeatMs: whole('ms', 100, 4000, { default: '2500', help: 'Time between two signs of life of a relay in each of its partitions; they prove that it stores and reads. Above 4 s it would not be ready.' }),
  relayLostMs: whole('ms', 10000, 600000, { default: '15000', help: 'People on a relay that gives no sign of life for so long are shown away.' }),
  checkpointMs: whole('ms', 0, 3600000, { default: '300000', help: 'Time between two checkpoints of shared media and whiteboards, from which a relay that starts goes on instead of reading hours of ink. 0: none are written.' }),
  drainSpreadMs: whole('ms', 0, 60000, { default: '2000', help: 'Time over which a stopping relay sends its sockets away.' }),
  drainLimitMs: whole('ms', 1000, 60000, { default: '10000', help: 'A stopping process ends after this time, whatever is left.' })
} as const

/** The variable of a setting: portSocket is PORT_SOCKET. */
export function variableOf (name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}
