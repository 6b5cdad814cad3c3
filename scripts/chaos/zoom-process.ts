import { startSimulator } from '../../connectors/zoom/simulator/index.js';
import { callNameOf } from './call-name.js';
import { peopleWorld, type People } from './people-world.js';

/** The process behind `startZoom`: a simulated Zoom that counts its calls by their names. */
const people = JSON.parse(process.argv[2] ?? '{}') as People;
// The pace is not what is tried here, and a killed service forgets the calls of its last second.
const simulator = await startSimulator({ enforceRateLimits: false, world: peopleWorld(people) });

function takeCalls(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, path } of simulator.calls.splice(0)) {
    const name = callNameOf(operation, path);
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

process.on('message', (message) => {
  if (message === 'stop') void simulator.close().then(() => process.exit(0));
  else process.send?.(takeCalls());
});
process.on('disconnect', () => process.exit(0));
const { accountId, clientId, clientSecret } = simulator.credentials;
process.send?.({
  ZOOM_API_URL: simulator.apiUrl,
  ZOOM_OAUTH_URL: simulator.oauthUrl,
  ZOOM_MEDIA_HOSTS: simulator.mediaHost,
  ZOOM_ACCOUNT_ID: accountId,
  ZOOM_CLIENT_ID: clientId,
  ZOOM_CLIENT_SECRET: clientSecret,
  ZOOM_PLAN: 'business',
});
