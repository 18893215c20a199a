package dev.gatehouse.lambda.warm;

/** What is made beside environments takes its part of what they may have together. */
public interface Room {
    /** Takes some memory, in MB, if there is so much that no event waits for. */
    boolean take(int megabytes);

    /** Gives back what was taken. */
    void giveBack(int megabytes);
}
