import BookOpen from "lucide-react/icons/book-open";
import Bot from "lucide-react/icons/bot";
import BrainCircuit from "lucide-react/icons/brain-circuit";
import ChartColumn from "lucide-react/icons/chart-column";
import Contact from "lucide-react/icons/contact";
import Inbox from "lucide-react/icons/inbox";
import ListTodo from "lucide-react/icons/list-todo";
import Package from "lucide-react/icons/package";
import Settings from "lucide-react/icons/settings";
import Users from "lucide-react/icons/users";

/**
 * The panel's sections in the order of the rail; `key` is the path below `/w/<workspace>/`, the second key after `g`
 * leads there. On a phone those with `thumb` stand in the bottom bar, the rest behind “more”.
 */
export const panelPages = [
  { key: "conversations", icon: Inbox, goKey: "i", thumb: true },
  { key: "tasks", icon: ListTodo, goKey: "t", thumb: false },
  { key: "customers", icon: Contact, goKey: "c", thumb: false },
  { key: "channels", icon: Bot, goKey: "b", thumb: false },
  { key: "groups", icon: Users, goKey: "g", thumb: false },
  { key: "knowledge", icon: BookOpen, goKey: "k", thumb: true },
  { key: "agent", icon: BrainCircuit, goKey: "a", thumb: false },
  { key: "stores", icon: Package, goKey: "o", thumb: true },
  { key: "insight", icon: ChartColumn, goKey: "f", thumb: true },
  { key: "settings", icon: Settings, goKey: "s", thumb: false },
] as const;

export type PanelPageKey = (typeof panelPages)[number]["key"];

export function panelPath(slug: string, page: PanelPageKey): string {
  return `/w/${slug}/${page}`;
}

/** True on the page itself and on everything below it. */
export function isUnder(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}
