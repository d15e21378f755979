export { DialogWindow } from "./dialog";
export {
  MenuCheckItem,
  MenuGroup,
  MenuItem,
  MenuPopup,
  MenuRadioGroup,
  MenuSeparator,
  MenuTiles,
} from "./menu";
export { PopoverPopup } from "./popover";
export { SelectControl } from "./select";
export { SheetWindow } from "./sheet";
export { TooltipPopup } from "./tooltip";
