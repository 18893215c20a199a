package dev.gatehouse.observe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A line for people for every request of an API, with the functions that ran for it, and for every
 * other event that a function ran. Written behind the requests: what comes faster than a person
 * reads is counted instead.
 */
public final class RequestLines implements RequestListener, AutoCloseable {
    private static final int WAITING = 100;
    private static final int MOST_CALLS = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(50);

    /**
     * What is told.
     *
     * @param root of the trace that it belongs to; null for none
     */
    private record Told(@Nullable String root, boolean isRequest, String text) {}

    private final BlockingQueue<Told> told = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong left = new AtomicLong();
    private final Map<String, String> roots = new Recent();
    private final PrintStream out;
    private final Duration pause;
    private final Thread writer;

    RequestLines(PrintStream out) {
        this(out, PAUSE);
    }

    /**
     * @param pause for how long a request and its functions are waited for
     */
    RequestLines(PrintStream out, Duration pause) {
        this.out = out;
        this.pause = pause;
        this.writer = Thread.ofVirtual().name("request-lines").start(this::write);
    }

    @Override
    public void done(RequestRecord record) {
        if (hasRoom()) {
            String line =
                    "%s %s %d %s"
                            .formatted(
                                    record.method(),
                                    printable(record.path()),
                                    record.status(),
                                    millis(record.latency()));
            add(new Told(root(record.traceHeader()), true, line));
        }
    }

    /**
     * A function is called.
     *
     * @param invocation the id by which the function knows it
     */
    public void called(String invocation, @Nullable String traceHeader) {
        String root = root(traceHeader);
        if (root != null) {
            synchronized (roots) {
                roots.put(invocation, root);
            }
        }
    }

    /**
     * A runtime is done with an event.
     *
     * @param invocation as {@link #called} named it
     * @param status {@code success}, {@code error} or {@code timeout}
     * @param initNanos what its start took; 0 when it was there already
     */
    public void ran(String invocation, String function, String status, long nanos, long initNanos) {
        String root;
        synchronized (roots) {
            root = roots.remove(invocation);
        }
        if (hasRoom()) {
            String start = initNanos > 0 ? ", cold start " + millis(initNanos) : ", warm";
            String end = status.equals("success") ? "" : ", " + status;
            add(new Told(root, false, "  " + function + ' ' + millis(nanos) + start + end));
        }
    }

    private boolean hasRoom() {
        boolean room = told.remainingCapacity() > 0;
        if (!room) {
            left.incrementAndGet();
        }
        return room;
    }

    private void add(Told line) {
        if (!told.offer(line)) {
            left.incrementAndGet();
        }
    }

    /** What a client sent must not steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static @Nullable String root(@Nullable String traceHeader) {
        int start = traceHeader == null ? -1 : traceHeader.indexOf("Root=");
        return traceHeader == null || start < 0
                ? null
                : traceHeader.substring(start).split(";", 2)[0].strip();
    }

    /** A request and its functions come in any order: each is kept for a pause, for the others. */
    private void write() {
        List<Told> kept = new ArrayList<>();
        List<Told> come = new ArrayList<>();
        try {
            while (true) {
                if (kept.isEmpty()) {
                    come.add(told.take());
                }
                told.drainTo(come);
                print(kept, come);
                kept = come;
                come = new ArrayList<>();
                Thread.sleep(pause);
            }
        } catch (InterruptedException stop) {
            told.drainTo(come);
            print(kept, come);
            print(come, kept);
        }
    }

    /** Prints what waited, each request with its functions among those that came since. */
    private void print(List<Told> waited, List<Told> come) {
        while (!waited.isEmpty()) {
            Told first = waited.removeFirst();
            Told request = first.isRequest() ? first : take(first, true, waited, come);
            StringBuilder line = new StringBuilder(request == null ? "" : request.text());
            Told run = first.isRequest() ? take(first, false, waited, come) : first;
            while (run != null) {
                line.append(run.text());
                run = request == null ? null : take(first, false, waited, come);
            }
            out.println(line);
        }
        long more = left.getAndSet(0);
        if (more > 0) {
            out.println("… and " + more + " more");
        }
        out.flush();
    }

    /** The first that belongs to the same trace, taken out; null where there is none. */
    private static @Nullable Told take(
            Told of, boolean isRequest, List<Told> waited, List<Told> come) {
        if (of.root() == null) {
            return null;
        }
        for (List<Told> list : List.of(waited, come)) {
            for (Told each : list) {
                if (each.isRequest() == isRequest && of.root().equals(each.root())) {
                    list.remove(each);
                    return each;
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join(Duration.ofSeconds(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was called last: not every call comes to a runtime. */
    private static final class Recent extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_CALLS;
        }
    }
}
