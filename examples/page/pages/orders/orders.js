// A page of the FA model, with orders.hml beside it.
//
//   ohosrun examples/page/pages/orders/orders.js --type 'Your name=Ann' --tap Order
//
// prints
//   Ann orders 2
import http from '@ohos.net.http';

export default {
  data: {
    name: '',
    drinks: [],
    busy: false,
  },

  onInit() {
    this.busy = true;
    http.createHttp().request('EXAMPLE_URL/json', (error, response) => {
      this.busy = false;
      this.drinks = error ? [] : ['Tea', 'Coffee'];
    });
  },

  typed(event) {
    this.name = event.value;
  },

  order() {
    console.info(`${this.name} orders ${this.drinks.length}`);
  },
};
