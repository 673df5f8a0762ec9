/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/uri';
import uri from 'ohosrun:bindings/uri/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'URI', uri.URI, { createFromParts: 12 });
bySince(host, 'URI', uri.URI.prototype, {
  addEncodedSegment: 12, addQueryValue: 12, addSegment: 12, checkHierarchical: 12, checkOpaque: 12, checkRelative: 12,
  clearQuery: 12, encodedAuthority: 12, encodedFragment: 12, encodedPath: 12, encodedQuery: 12, encodedSSP: 12,
  encodedUserInfo: 12, getBooleanQueryValue: 12, getLastSegment: 12, getQueryNames: 12, getQueryValue: 12,
  getQueryValues: 12, getSegment: 12,
});
