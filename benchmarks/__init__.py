"""Side by side with node, bare pycurl and the curl command: `python -m benchmarks`. Method: docs/performance.md."""
