/** Who may change a saved view: its maker, and of shared ones those who lead. */
export function mayChangeView(view: { isOwn: boolean; isShared: boolean; role: string }): boolean {
  return view.isOwn || (view.isShared && leadingRoles.includes(view.role));
}

const leadingRoles: readonly string[] = ["owner", "admin", "supervisor"];
