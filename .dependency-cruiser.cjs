/** Imports go one way: clients -> sdk -> model; gateway -> model; chaincode -> model; model -> nothing of ours. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/src` },
  to: {
    path: '^(model|chaincode|gateway|network|clients|test)/',
    pathNot: [`^${from}/`, ...allowed.map((room) => `^${room}/`)],
  },
});

module.exports = {
  forbidden: [
    only('model-knows-nothing-of-ours', 'model', []),
    only('chaincode-knows-model', 'chaincode', ['model']),
    only('gateway-knows-model', 'gateway', ['model']),
    only('network-knows-nothing-of-ours', 'network', []),
    only('sdk-knows-model', 'clients/sdk', ['model']),
    only('cli-knows-sdk-and-model', 'clients/cli', ['clients/sdk', 'model']),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'model-and-sdk-run-in-browsers',
      severity: 'error',
      from: {
        path: '^(model|clients/sdk)/src',
        pathNot: '\\.test\\.ts$|^model/src/files/|^clients/sdk/src/node/',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browsers-open-no-sockets',
      severity: 'error',
      from: { path: '^clients/sdk/src', pathNot: '\\.test\\.ts$|^clients/sdk/src/node/' },
      to: { path: '^clients/sdk/src/node/' },
    },
    {
      name: 'browsers-read-no-files',
      severity: 'error',
      from: { path: '^(model|clients/sdk)/src', pathNot: '\\.test\\.ts$|^model/src/files/' },
      to: { path: '^model/(src|dist)/files/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    // Our rooms import one another by package name, which resolves to the compiled entry: an end point here.
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    enhancedResolveOptions: { conditionNames: ['import', 'types', 'default'], exportsFields: ['exports'] },
  },
};
