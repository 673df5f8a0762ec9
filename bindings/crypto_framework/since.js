/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/crypto_framework';
import cryptoFramework from 'ohosrun:bindings/crypto_framework/index.js';
import { bySince, madeBySince } from 'ohosrun:kit/since.js';

bySince(host, 'cryptoFramework', cryptoFramework, { createAsyKeyGeneratorBySpec: 10 });
madeBySince(host, 'Md', cryptoFramework, 'createMd', { updateSync: 12, digestSync: 12 });
madeBySince(host, 'Random', cryptoFramework, 'createRandom', { generateRandomSync: 10 });
