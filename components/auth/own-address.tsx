/** An address inside a sentence: whole, and read from left to right in every language. */
export function OwnAddress({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="break-all font-medium text-ink">
      {children}
    </bdi>
  );
}
