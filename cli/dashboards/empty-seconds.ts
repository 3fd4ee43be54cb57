/** emptySeconds: how long a panel may be empty once there is something for it to show. */
export const emptySeconds = 30;
