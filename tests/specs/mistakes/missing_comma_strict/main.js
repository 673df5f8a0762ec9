const options = {
  method: 'POST'
  header: {},
};
