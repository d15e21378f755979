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
 * A trigger that stands for its part (a menu, a list) until somebody comes near: a pointer over it or the focus of a
 * keyboard fetches the part, which then takes its place; a press opens it as soon as it is here.
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
  const isPressed = useRef(false);
  /** A press counts, whichever of the wishes before it brings the part in. */
  const wasPressed = useRef(false);
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

  async function want(trigger: HTMLElement) {
    const module = await part.load().catch(() => null);
    // A press that has begun on the stand-in ends on it: its click comes here once more.
    if (!module || isPressed.current) return;
    hadFocus.current = document.activeElement === trigger;
    const isOpen = wasPressed.current;
    setStanding((now) => now ?? { module, isOpen });
  }

  const trigger = props.trigger as ReactElement<TriggerProps>;
  const own = trigger.props;
  return cloneElement(trigger, {
    "aria-haspopup": props.popup,
    "aria-expanded": false,
    onPointerEnter(event) {
      own.onPointerEnter?.(event);
      if (event.pointerType === "mouse") void want(event.currentTarget);
    },
    onPointerDown(event) {
      own.onPointerDown?.(event);
      isPressed.current = true;
    },
    onPointerCancel(event) {
      own.onPointerCancel?.(event);
      isPressed.current = false;
    },
    onPointerLeave(event) {
      own.onPointerLeave?.(event);
      isPressed.current = false;
    },
    onFocus(event) {
      own.onFocus?.(event);
      if (event.currentTarget.matches(":focus-visible")) void want(event.currentTarget);
    },
    onClick(event) {
      own.onClick?.(event);
      isPressed.current = false;
      props.onPress?.();
      wasPressed.current = true;
      void want(event.currentTarget);
    },
  });
}
