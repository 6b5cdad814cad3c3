/** Every address of the service with what it does there; parameters stand in braces. */
const routes: Readonly<Record<string, readonly string[]>> = {
  '/livez': ['GET', 'HEAD'],
  '/readyz': ['GET', 'HEAD'],
  '/metrics': ['GET', 'HEAD'],
  '/openapi.yaml': ['GET', 'HEAD'],
  '/docs': ['GET', 'HEAD'],
  '/v1/access-requests': ['GET', 'HEAD', 'POST'],
  '/v1/access-requests/search': ['POST'],
  '/v1/access-requests/plan': ['POST'],
  '/v1/access-requests/{id}/events': ['GET', 'HEAD'],
  '/v1/access-requests/{id}': ['GET', 'HEAD', 'DELETE'],
  '/v1/access-requests/{id}/report': ['GET', 'HEAD', 'POST'],
  '/v1/access-requests/{id}/records': ['GET', 'HEAD'],
  '/v1/access-requests/{id}/retry': ['POST'],
  '/v1/access-requests/{id}/report/links': ['POST'],
  '/v1/access-requests/{id}/report/key': ['GET', 'HEAD'],
  '/v1/callbacks': ['GET', 'HEAD', 'POST'],
  '/v1/callbacks/{id}': ['GET', 'HEAD', 'PATCH', 'DELETE'],
  '/v1/callbacks/{id}/rotate': ['POST'],
  '/v1/callbacks/{id}/test': ['POST'],
  '/v1/callbacks/{id}/deliveries': ['GET', 'HEAD'],
  '/v1/callbacks/{id}/deliveries/{delivery}/resend': ['POST'],
  '/v1/sources': ['GET', 'HEAD'],
  '/v1/sources/{id}/schema': ['GET', 'HEAD'],
  '/v1/signing-keys': ['GET', 'HEAD'],
  '/v1/ledger': ['GET', 'HEAD'],
  '/reports/{link}': ['GET', 'HEAD'],
  '/reports/{link}/download': ['GET', 'HEAD'],
  '/v1/connections': ['GET', 'HEAD', 'POST'],
  '/v1/connections/{id}': ['GET', 'HEAD', 'PATCH', 'DELETE'],
  '/v1/connections/{id}/authorize': ['POST'],
  '/v1/connections/{id}/test': ['POST'],
  '/v1/webhooks/{connector}': ['POST'],
  '/v1/webhooks/{connector}/{connection}': ['POST'],
  '/oauth/start/{link}': ['GET', 'HEAD', 'POST'],
  '/oauth/callback': ['GET', 'HEAD'],
  '/console': ['GET', 'HEAD'],
  '/console/assets/{name}': ['GET', 'HEAD'],
  '/console/sign-in': ['GET', 'HEAD', 'POST'],
  '/console/sign-out': ['POST'],
  '/console/choices': ['POST'],
  '/console/find': ['POST'],
  '/console/requests/new': ['GET', 'HEAD', 'POST'],
  '/console/requests/{id}/events': ['GET', 'HEAD'],
  '/console/requests/{id}': ['GET', 'HEAD'],
  '/console/requests/{id}/download': ['GET', 'HEAD'],
  '/console/requests/{id}/same-person': ['GET', 'HEAD'],
  '/console/requests/{id}/reveal': ['POST'],
  '/console/requests/{id}/retry': ['POST'],
  '/console/requests/{id}/remove': ['POST'],
  '/console/requests/{id}/link': ['POST'],
};

const forms = Object.keys(routes).map((route) => ({
  route,
  form: new RegExp(`^${route.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
}));

/** The template of an address, without its values; undefined: there is nothing at it. */
export const routeOf = (path: string): string | undefined => forms.find(({ form }) => form.test(path))?.route;

/** What may be done at an address; undefined: there is nothing at it. */
export function methodsOf(path: string): readonly string[] | undefined {
  const route = routeOf(path);
  return route === undefined ? undefined : routes[route];
}
