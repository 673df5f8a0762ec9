"""What a person is shown of requests: lines of --trace, the table of --time, progress on a terminal."""
