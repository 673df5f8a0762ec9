"""Request -> options of libcurl."""
