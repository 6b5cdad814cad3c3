import { parseArgs } from 'node:util';
import { demoEmail, startSimulator, type SimulatorPlan } from '../simulators/zoom/index.js';

const plans: SimulatorPlan[] = ['free', 'pro', 'business'];

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'media-port': { type: 'string', default: '0' },
    plan: { type: 'string', default: 'business' },
  },
});

const plan = plans.find((name) => name === values.plan);
const [port, mediaPort] = [values.port, values['media-port']].map(Number);
if (!plan || !isPort(port) || !isPort(mediaPort)) {
  process.stderr.write('usage: simulator [--port N] [--media-port N] [--plan free|pro|business]\n');
  process.exit(2);
}

const simulator = await startSimulator({ port, mediaPort, plan });
const { apiUrl, oauthUrl, mediaHost, credentials } = simulator;
const lines = [
  `Simulated Zoom at ${apiUrl}, plan ${plan}; someone to ask about: ${demoEmail}`,
  '',
  `ZOOM_API_URL=${apiUrl}`,
  `ZOOM_OAUTH_URL=${oauthUrl}`,
  `ZOOM_MEDIA_HOSTS=${mediaHost}`,
  `ZOOM_ACCOUNT_ID=${credentials.accountId}`,
  `ZOOM_CLIENT_ID=${credentials.clientId}`,
  `ZOOM_CLIENT_SECRET=${credentials.clientSecret}`,
  `ZOOM_PLAN=${plan}`,
  '',
  'Stop with Ctrl-C.',
];
process.stdout.write(`${lines.join('\n')}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void simulator.close();
  });
}

function isPort(port: number | undefined): port is number {
  return port !== undefined && Number.isInteger(port) && port >= 0 && port <= 65_535;
}
