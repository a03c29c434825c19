/** The function that takes the act record of any request, so that it can never act. */
export const WITHDRAW = 'request:withdraw';
