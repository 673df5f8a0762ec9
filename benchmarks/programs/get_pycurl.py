"""One GET with bare pycurl."""

import pycurl

body: list[bytes] = []
curl = pycurl.Curl()
curl.setopt(pycurl.URL, "EXAMPLE_URL")
curl.setopt(pycurl.WRITEFUNCTION, body.append)
curl.perform()
curl.close()
print(b"".join(body).decode())
