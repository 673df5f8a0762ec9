/** @ohos.UiTest: what drives the page that is open. */
export {
  BY, By, Component, DisplayRotation, Driver, MatchPattern, ON, On, ResizeDirection, UiComponent, UiDriver, WindowMode,
} from 'ohosrun:ui-test';
