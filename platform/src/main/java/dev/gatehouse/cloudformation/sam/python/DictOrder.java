package dev.gatehouse.cloudformation.sam.python;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a dictionary of Python 2.7 lists its keys: that of its hash table, which
 * depends on what was added and removed before (CPython's {@code dictobject.c}, open addressing).
 */
final class DictOrder {
    private static final int SMALLEST = 8;
    private static final int LARGE = 50_000;
    private static final int PERTURB_SHIFT = 5;

    /** Told apart by identity: a place that had a key. */
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String REMOVED = new String("removed");

    private @Nullable String[] slots = new @Nullable String[SMALLEST];
    private int used;
    private int filled;

    void add(String key) {
        int at = slot(key);
        String before = slots[at];
        boolean isNew = before == null || isRemoved(before);
        if (before == null) {
            filled++;
        }
        if (isNew) {
            used++;
            slots[at] = key;
        }
        if (isNew && filled * 3 >= slots.length * 2) {
            resize(used * (used > LARGE ? 2 : 4));
        }
    }

    /** Adds what another dictionary has; it makes room at once. */
    void addAll(List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        if ((filled + keys.size()) * 3 >= slots.length * 2) {
            resize((used + keys.size()) * 2);
        }
        keys.forEach(this::add);
    }

    void remove(String key) {
        int at = slot(key);
        String found = slots[at];
        if (found != null && !isRemoved(found)) {
            slots[at] = REMOVED;
            used--;
        }
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>(used);
        for (String key : slots) {
            if (key != null && !isRemoved(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private int slot(String key) {
        long hash = hash(key);
        int mask = slots.length - 1;
        int at = (int) hash & mask;
        int free = -1;
        long walker = at;
        long perturb = hash;
        while (true) {
            String there = slots[at];
            if (there == null) {
                return free < 0 ? at : free;
            }
            if (!isRemoved(there) && there.equals(key)) {
                return at;
            }
            if (free < 0 && isRemoved(there)) {
                free = at;
            }
            walker = (walker << 2) + walker + perturb + 1;
            at = (int) walker & mask;
            perturb >>>= PERTURB_SHIFT;
        }
    }

    private void resize(int request) {
        int size = SMALLEST;
        while (size <= request) {
            size <<= 1;
        }
        List<String> keys = keys();
        slots = new @Nullable String[size];
        used = 0;
        filled = 0;
        keys.forEach(this::add);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isRemoved(String slot) {
        return slot == REMOVED;
    }

    /** Of a string in Python 2.7 with 64 bits. */
    private static long hash(String key) {
        if (key.isEmpty()) {
            return 0;
        }
        int[] points = key.codePoints().toArray();
        long hash = (long) points[0] << 7;
        for (int point : points) {
            hash = 1_000_003L * hash ^ point;
        }
        hash ^= points.length;
        return hash == -1 ? -2 : hash;
    }
}
