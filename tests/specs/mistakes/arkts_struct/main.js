@Entry
@Component
struct Index {
  build() {}
}
