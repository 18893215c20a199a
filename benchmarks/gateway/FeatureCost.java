import com.sun.management.ThreadMXBean;
import dev.gatehouse.gateway.Gateway;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each feature of the gateway costs the event loop, before a function in this process: CPU time and allocated bytes of
 * a call, beside those of the same call without the feature. Both are the loop's own, so that they hold on a busy machine,
 * where rates say little. {@code FeatureCost FOLDER [CALLS [ROUNDS [NAME…]]]}
 */
public final class FeatureCost {
    private static final int CONNECTIONS = 16;
    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * A request to be measured.
     *
     * @param beside the name of what it is compared with
     */
    record Case(String name, String beside, byte[] request) {}

    /** What one round took of a call. */
    private record Cost(double micros, double bytes, double othersMicros) {}

    public static void main(String[] args) throws Exception {
        int calls = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 7;
        List<String> wanted = List.of(args).subList(Math.min(3, args.length), args.length);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        FeatureApis apis = new FeatureApis(vertx, Path.of(args[0]));
        Gateway gateway = apis.gateway();
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(request -> gateway.claim(request, false).handle(request))
                        .listen(0, "127.0.0.1")
                        .await();
        List<Case> cases = chosen(apis.cases(), wanted);
        Map<Case, List<Cost>> costs = new LinkedHashMap<>();
        try (Clients clients = new Clients(server.actualPort())) {
            // Compilers are asked by all cases before any is measured: what one of them meets changes the code of all.
            for (int i = 0; i < 3; i++) {
                for (Case each : cases) {
                    clients.call(each, calls);
                }
            }
            for (int i = 0; i < rounds; i++) {
                for (Case each : cases) {
                    costs.computeIfAbsent(each, _ -> new ArrayList<>())
                            .add(clients.call(each, calls));
                }
            }
        }
        print(costs);
        System.exit(0);
    }

    /** The cases of these names, all without any, and what they are compared with. */
    private static List<Case> chosen(List<Case> all, List<String> names) {
        List<String> beside =
                all.stream().filter(each -> names.contains(each.name())).map(Case::beside).toList();
        return all.stream()
                .filter(
                        each ->
                                names.isEmpty()
                                        || names.contains(each.name())
                                        || beside.contains(each.name()))
                .toList();
    }

    private static void print(Map<Case, List<Cost>> costs) {
        Map<String, Cost> known = new LinkedHashMap<>();
        costs.forEach((each, all) -> known.put(each.name(), median(all)));
        System.out.println("| what | CPU, µs | bytes | other threads, µs | beside | its CPU / this |");
        System.out.println("|---|---|---|---|---|---|");
        for (Case each : costs.keySet()) {
            Cost cost = known.get(each.name());
            double beside = known.get(each.beside()).micros();
            System.out.printf(
                    "| %s | %.1f | %,.0f | %.1f | %s | %.2f |%n",
                    each.name(),
                    cost.micros(),
                    cost.bytes(),
                    cost.othersMicros(),
                    each.beside(),
                    beside / cost.micros());
        }
    }

    private static Cost median(List<Cost> costs) {
        return costs.stream()
                .sorted(Comparator.comparingDouble(Cost::micros))
                .toList()
                .get(costs.size() / 2);
    }

    /** Connections that each have one request on its way at a time. */
    private static final class Clients implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();
        private final byte[] read = new byte[1 << 16];
        private final long loop;

        Clients(int port) throws IOException {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(new Socket("127.0.0.1", port));
                sockets.getLast().setTcpNoDelay(true);
            }
            this.loop =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(each -> each.getName().startsWith("vert.x-eventloop"))
                            .findFirst()
                            .orElseThrow()
                            .threadId();
        }

        Cost call(Case what, int calls) throws IOException {
            long others = others();
            long cpu = THREADS.getThreadCpuTime(loop);
            long bytes = THREADS.getThreadAllocatedBytes(loop);
            for (int i = 0; i < calls; i += CONNECTIONS) {
                for (Socket socket : sockets) {
                    socket.getOutputStream().write(what.request());
                }
                for (Socket socket : sockets) {
                    receive(what, socket.getInputStream());
                }
            }
            return new Cost(
                    (THREADS.getThreadCpuTime(loop) - cpu) / 1e3 / calls,
                    (double) (THREADS.getThreadAllocatedBytes(loop) - bytes) / calls,
                    (others() - others) / 1e3 / calls);
        }

        /** All threads but the loop and the one that calls. */
        private long others() {
            long caller = Thread.currentThread().threadId();
            return Arrays.stream(THREADS.getAllThreadIds())
                    .filter(id -> id != loop && id != caller)
                    .map(id -> Math.max(0, THREADS.getThreadCpuTime(id)))
                    .sum();
        }

        private void receive(Case what, InputStream from) throws IOException {
            int length = 0;
            while (true) {
                int more = from.read(read, length, read.length - length);
                length += Math.max(0, more);
                String text = new String(read, 0, length, StandardCharsets.ISO_8859_1);
                int head = text.indexOf("\r\n\r\n");
                if (more < 0 || head >= 0 && !text.startsWith("HTTP/1.1 200")) {
                    throw new IOException(what.name() + ": " + text);
                }
                if (head >= 0 && length >= head + 4 + bodyLength(text)) {
                    return;
                }
            }
        }

        private static int bodyLength(String text) {
            String name = "content-length: ";
            int at = text.toLowerCase(java.util.Locale.ROOT).indexOf(name) + name.length();
            return Integer.parseInt(text.substring(at, text.indexOf('\r', at)));
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
