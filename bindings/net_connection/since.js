/** What came after API 9, with the version that brought it: the declarations' `@since`. Loaded with --api only. */
import { host } from 'ohosrun:bridge/net_connection';
import connection from 'ohosrun:bindings/net_connection/index.js';
import { bySince } from 'ohosrun:kit/since.js';

bySince(host, 'connection', connection, {
  getDefaultHttpProxy: 10, getAppNetSync: 10, getAllNetsSync: 10, getConnectionPropertiesSync: 10,
  getNetCapabilitiesSync: 10, hasDefaultNetSync: 10, isDefaultNetMeteredSync: 10, setAppHttpProxy: 11,
  addCustomDnsRule: 11, removeCustomDnsRule: 11, clearCustomDnsRules: 11, setPacUrl: 15, getPacUrl: 15,
  setPacFileUrl: 20, getPacFileUrl: 20, findProxyForUrl: 20, setProxyMode: 20, getProxyMode: 20, ProxyMode: 20,
  getAddressesByNameWithOptions: 23, FamilyType: 23, Socks5DnsStrategy: 26,
});
