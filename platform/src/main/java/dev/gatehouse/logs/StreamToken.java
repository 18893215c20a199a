package dev.gatehouse.logs;

import dev.gatehouse.logs.files.Cursor;
import dev.gatehouse.logs.files.KeptEvent;
import java.util.List;

/**
 * A token of GetLogEvents: a place in the stream and the direction to read from it. At either end
 * of the stream the response carries the token it was asked with, which is how clients see the end.
 */
record StreamToken(boolean forward, Cursor cursor) {

    static StreamToken first(boolean fromHead) {
        return new StreamToken(fromHead, fromHead ? Cursor.START : Cursor.END);
    }

    static StreamToken parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3 || !parts[2].equals("s") || !parts[0].matches("[fb]")) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
        Cursor cursor =
                Cursor.parse(parts[1])
                        .orElseThrow(
                                () -> LogErrors.invalid("The specified nextToken is invalid."));
        return new StreamToken(parts[0].equals("f"), cursor);
    }

    /** The token that goes on behind these events. */
    StreamToken after(List<KeptEvent> events) {
        if (events.isEmpty()) {
            // A stream without events yet: what comes later is behind its beginning.
            return new StreamToken(true, cursor.equals(Cursor.END) ? Cursor.START : cursor);
        }
        return new StreamToken(true, events.getLast().at().next());
    }

    /** The token that goes back before these events. */
    StreamToken before(List<KeptEvent> events) {
        return new StreamToken(false, events.isEmpty() ? cursor : events.getFirst().at());
    }

    @Override
    public String toString() {
        return (forward ? "f/" : "b/") + cursor + "/s";
    }
}
