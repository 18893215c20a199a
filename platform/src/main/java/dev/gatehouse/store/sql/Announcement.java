package dev.gatehouse.store.sql;

import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Scope;

/** A change that is not committed yet and so has no number. */
record Announcement(String kind, Scope scope, String id, long revision) {
    DocumentChange own(long number) {
        return new DocumentChange(number, kind, scope, id, revision, true);
    }
}
