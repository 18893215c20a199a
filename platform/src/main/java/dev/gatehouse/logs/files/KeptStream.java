package dev.gatehouse.logs.files;

/**
 * A log stream.
 *
 * @param createdMillis when it was made
 * @param since the offset in the group's files where it begins: what an earlier stream of the same
 *     name left before is not its own
 * @param span the events it has, {@link Span#NONE} when it has none
 */
public record KeptStream(String name, long createdMillis, long since, Span span) {

    KeptStream with(Span more) {
        return new KeptStream(name, createdMillis, since, span.with(more));
    }
}
