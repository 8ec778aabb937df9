import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AclOperations, AclPermissionTypes, ResourcePatternTypes, ResourceTypes } from '@platformatic/kafka'
import type { Acl } from '@platformatic/kafka'
import t from 'tap'
import type { EventLog } from '../../log/event-log.ts'
import type { KafkaAccess } from '../../log/kafka-options.ts'
import { openKafkaLog } from '../../log/kafka-log.ts'
import { KafkaProblem } from '../../log/kafka-problem.ts'
import { payload, stored, textOf } from './collected.ts'
import { admin, opened, ownCluster, ownClusterSkip, settings } from './kafka-under-test.ts'

const skip = await ownClusterSkip()
const SECRET = 'the-password-of-the-tests'

t.test('brokers that ask for TLS and a password', { skip }, async (t) => {
  // not t.testdir: tap removes that before the node has ended
  const dir = mkdtempSync(join(tmpdir(), 'lectern-kafka-tls-'))
  t.teardown(() => { rmSync(dir, { recursive: true }) })
  const ca = certificate(dir)
  const access = { sasl: { mechanism: 'PLAIN', username: 'admin', password: SECRET }, tls: { ca: readFileSync(ca) } } as const
  const cluster = await ownCluster(t, {
    nodes: 1,
    properties: {
      'listener.security.protocol.map': 'CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT',
      'ssl.keystore.location': join(dir, 'broker.p12'),
      'ssl.keystore.password': SECRET,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': ca,
      'sasl.enabled.mechanisms': 'PLAIN',
      'sasl.mechanism.inter.broker.protocol': 'PLAIN',
      'listener.name.client.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="${SECRET}" user_admin="${SECRET}" user_guest="${SECRET}";`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:admin;User:ANONYMOUS'
    },
    access
  })
  const good: KafkaAccess = { saslMechanism: 'PLAIN', saslUsername: 'admin', saslPassword: SECRET, tls: true, tlsCa: ca, tlsCert: '', tlsKey: '', tlsKeyPassword: '' }
  const as = (access: Partial<KafkaAccess>) => settings(cluster.brokers, { access: { ...good, ...access }, timeoutMs: 2000 })

  await t.test('with both the log is kept there', async (t) => {
    const options = as({})
    const log = await opened(t, options)
    await log.append(0, 'socket', 'A', payload('over TLS'))
    t.same((await stored(log, 0, 'socket')).map(textOf), ['over TLS'])
    t.notMatch(JSON.stringify(options.lines), SECRET)
  })

  const refusals: Array<[title: string, access: Partial<KafkaAccess>, message: RegExp, wantsChange: boolean]> = [
    ['a wrong password', { saslPassword: 'a-wrong-password' }, /^Kafka refuses KAFKA_SASL_USERNAME admin or its password$/, true],
    ['somebody without a right to the topics', { saslUsername: 'guest' }, /^Kafka gives KAFKA_SASL_USERNAME guest no right to the topics .*: grant Create \(or create them\), Describe, DescribeConfigs, Read and Write$/, true],
    ['an authority that signed nothing here', { tlsCa: '' }, /cannot be used: .*self-signed certificate/, false],
    ['a file that is not there', { tlsCa: '/no/such/file.pem' }, /^KAFKA_TLS_CA \/no\/such\/file\.pem cannot be read: ENOENT$/, true],
    ['no TLS', { tls: false, tlsCa: '' }, /cannot be used: /, false]
  ]
  for (const [title, access, message, wantsChange] of refusals) {
    await t.test(`${title} ends the start with its line, and no secret in it`, async (t) => {
      const options = as(access)
      const error: unknown = await openKafkaLog(options).catch((problem: unknown) => problem)
      t.match(error, { name: 'KafkaProblem', message, wantsChange })
      t.notMatch(`${String(error)}${JSON.stringify(options.lines)}`, /password-of-the-tests|a-wrong-password/)
    })
  }

  await t.test('who may not create the topics is told so, and once he may, the same start succeeds', async (t) => {
    const client = admin(t, cluster.brokers, access)
    const options = as({ saslUsername: 'guest' })
    const grant = async (...operations: number[]): Promise<void> => {
      const creations = operations.map((operation) => ({
        resourceType: ResourceTypes.TOPIC, resourceName: options.topicPrefix, resourcePatternType: ResourcePatternTypes.PREFIXED, principal: 'User:guest', host: '*', operation, permissionType: AclPermissionTypes.ALLOW
      }))
      await client.createAcls({ creations: creations as Acl[] })
    }
    await grant(AclOperations.DESCRIBE, AclOperations.DESCRIBE_CONFIGS, AclOperations.READ, AclOperations.WRITE)
    await t.rejects(openKafkaLog(options), { name: 'KafkaProblem', message: /no right to the topics .*: grant Create \(or create them\)/, wantsChange: true })
    await grant(AclOperations.CREATE)
    // the controller has taken the change; the broker that is asked may hear of it a moment later
    const start = async (): Promise<EventLog> => await opened(t, options).catch((error: unknown) => error instanceof KafkaProblem && error.wantsChange ? start() : Promise.reject(error))
    const log = await start()
    await log.append(0, 'socket', 'A', payload('granted'))
    t.same((await stored(log, 0, 'socket')).map(textOf), ['granted'])
  })
})

/** Makes a broker's key and certificate in `dir`; returns the file of the certificate, which is its own authority. */
function certificate (dir: string): string {
  const store = ['-keystore', join(dir, 'broker.p12'), '-storetype', 'PKCS12', '-storepass', SECRET, '-alias', 'broker']
  const keytool = (...args: string[]): void => { execFileSync('keytool', [...args, ...store], { stdio: 'pipe' }) }
  keytool('-genkeypair', '-keyalg', 'EC', '-dname', 'CN=127.0.0.1', '-ext', 'SAN=IP:127.0.0.1', '-validity', '2')
  keytool('-exportcert', '-rfc', '-file', join(dir, 'ca.pem'))
  return join(dir, 'ca.pem')
}
