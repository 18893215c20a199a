package dev.gatehouse.aws;

/**
 * Makes the views of one service's operations. One generated switch a service: thousands of
 * constructor references would cost start-up time.
 */
public interface ViewFactory {
    /** The view of an operation's input; {@code operation} is its place in the table. */
    View input(int operation, Structure data);

    /** The view of an operation's output; {@code operation} is its place in the table. */
    View output(int operation, Structure data);
}
