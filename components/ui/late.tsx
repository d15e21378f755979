"use client";

import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";

/** Code that is fetched when it is first wanted, once for the whole page. */
export type Late<Module> = {
  load: () => Promise<Module>;
  /** The module, or null while it is not here. */
  now: () => Module | null;
};

export function late<Module>(fetch: () => Promise<Module>): Late<Module> {
  let here: Module | null = null;
  let coming: Promise<Module> | null = null;
  return {
    now: () => here,
    load() {
      coming ??= fetch().then(
        (module) => {
          here = module;
          return module;
        },
        (error: unknown) => {
          // A lost connection must not be the last word: the next wish asks again.
          coming = null;
          throw error;
        },
      );
      return coming;
    },
  };
}

/** The module from the first time that it is wanted; null before, and while it is on its way. */
export function useLate<Module>(part: Late<Module>, isWanted: boolean): Module | null {
  const [module, setModule] = useState<Module | null>(null);
  useEffect(() => {
    if (!isWanted || module) return;
    // What is not there after a lost connection is asked for again by the next wish.
    part.load().then(setModule, () => {});
  }, [part, isWanted, module]);
  return module;
}

/** What a real part needs to take the place of its stand-in without the reader noticing. */
export type Standing = {
  /** It was pressed before it was here. */
  isOpen: boolean;
  /** Gives the focus back, which goes with the stand-in. */
  triggerRef: (element: HTMLElement | null) => void;
};

type TriggerProps = HTMLAttributes<HTMLElement>;

/**
 * A trigger that stands for its part (a menu, a list) until somebody presses it. A pointer over it or the focus of a
 * keyboard fetches the part in advance; it takes its place when the press is over, and is open then. Never earlier: what
 * is exchanged between a pointer's down and its up loses the press.
 */
export function LateTrigger<Module>(props: {
  part: Late<Module>;
  trigger: ReactElement;
  popup: "menu" | "dialog" | "listbox";
  /** It is to be open now, whoever asked for it. */
  isWanted?: boolean;
  onPress?: () => void;
  children: (module: Module, standing: Standing) => ReactNode;
}) {
  const [standing, setStanding] = useState<{ module: Module; isOpen: boolean } | null>(null);
  const hadFocus = useRef(false);
  const { part, isWanted = false } = props;
  const wanted = useLate(part, isWanted);

  if (!standing && wanted) setStanding({ module: wanted, isOpen: isWanted });
  if (standing) {
    return props.children(standing.module, {
      isOpen: standing.isOpen,
      triggerRef(element) {
        if (!element || !hadFocus.current) return;
        hadFocus.current = false;
        element.focus();
      },
    });
  }

  const fetch = () => void part.load().catch(() => null);
  async function open(trigger: HTMLElement) {
    const module = await part.load().catch(() => null);
    if (!module) return;
    // After the event that asked for it has reached everybody: what has just opened would take it for a press outside.
    await new Promise((resolve) => setTimeout(resolve));
    hadFocus.current = document.activeElement === trigger;
    setStanding((now) => now ?? { module, isOpen: true });
  }

  const trigger = props.trigger as ReactElement<TriggerProps>;
  const own = trigger.props;
  return cloneElement(trigger, {
    "aria-haspopup": props.popup,
    "aria-expanded": false,
    onPointerEnter(event) {
      own.onPointerEnter?.(event);
      fetch();
    },
    onFocus(event) {
      own.onFocus?.(event);
      fetch();
    },
    onClick(event) {
      own.onClick?.(event);
      props.onPress?.();
      void open(event.currentTarget);
    },
  });
}
