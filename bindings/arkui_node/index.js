/** @ohos.arkui.node: parts of a screen that a program makes by itself, which are built where the pages are. */
export {
  BuilderNode, ChildrenCountMode, ColorMetrics, ComponentContent, DrawContext, ExpandMode, FrameNode, InputEventType,
  LengthMetrics, LengthMetricsUnit, LengthUnit, NodeAdapter, NodeContent, NodeController, NodeRenderType,
  ReactiveBuilderNode, ReactiveComponentContent, RenderNode, ShapeClip, ShapeMask, UIState, XComponentNode,
  borderRadiuses, borderStyles, edgeColors, edgeWidths, typeNode,
} from 'ohosrun:ui-nodes';
