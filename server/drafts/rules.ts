/** The hint by which a member's other screens hear that a draft of theirs has changed. */
export const toDraftTopic = (memberId: string): string => `draft/${memberId}`;
