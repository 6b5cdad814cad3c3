/**
 * Inside `transaction((tx) => ...)` only `tx` may be used: what is read beside it does not see what it wrote, and what is
 * written beside it waits for its end. Finds every store that does not come from `tx`; what runs after the commit may
 * use all. https://eslint.org/docs/latest/extend/custom-rules
 */
export const onlyTransaction = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { outer: 'Inside a transaction only what it is given may be used, not the store beside it.' },
  },
  create(context) {
    const { parserServices: services, visitorKeys } = context.sourceCode;
    const isStore = (node) => {
      const type = services.getTypeAtLocation(node);
      return (type.isUnion() ? type.types : [type]).some(({ symbol }) => symbol && isStoreSymbol(symbol));
    };
    const check = (node, inside) => {
      if (isCallOf(node, 'afterCommit')) return;
      const isUse = node.type === 'MemberExpression' || (node.type === 'Identifier' && isValue(node));
      if (isUse && isStore(node) && !comesFrom(node, inside, context)) {
        context.report({ node, messageId: 'outer' });
        return;
      }
      for (const key of visitorKeys[node.type] ?? [])
        for (const child of [node[key]].flat()) if (child) check(child, inside);
    };
    return {
      CallExpression(node) {
        const [work] = node.arguments;
        if (!isCallOf(node, 'transaction') || !/Function/.test(work?.type ?? '')) return;
        check(work.body, work);
      },
    };
  },
};

const isCallOf = ({ type, callee }, name) =>
  type === 'CallExpression' && callee.type === 'MemberExpression' && callee.property.name === name;

const isStoreSymbol = ({ name, declarations = [] }) =>
  /(Store|Stores|StatusRows|CallCounts|EventReader|StepLeases)$/.test(name) &&
  declarations.some((declaration) => declaration.getSourceFile().fileName.includes('/src/storage/'));

/** Names of properties and of types are no values. */
function isValue({ parent, ...node }) {
  const isName = parent.type === 'Property' && parent.key.range[0] === node.range[0] && !parent.shorthand;
  const isProperty = parent.type === 'MemberExpression' && parent.property.range[0] === node.range[0];
  return !isName && !isProperty && !parent.type.startsWith('TS');
}

/** Whether an expression begins with something that is bound within the function. */
function comesFrom(node, inside, { sourceCode }) {
  let root = node;
  while (root.type === 'MemberExpression' || root.type === 'TSNonNullExpression')
    root = root.object ?? root.expression;
  if (root.type !== 'Identifier') return false;
  for (let scope = sourceCode.getScope(root); scope; scope = scope.upper) {
    const [definition] = scope.set.get(root.name)?.defs ?? [];
    if (definition)
      return definition.name.range[0] >= inside.range[0] && definition.name.range[1] <= inside.range[1];
  }
  return false;
}
