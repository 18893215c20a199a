package dev.gatehouse.xray;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.xray.Edge;
import dev.gatehouse.aws.xray.EdgeStatistics;
import dev.gatehouse.aws.xray.Service;
import dev.gatehouse.aws.xray.ServiceStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who called whom, out of traces: a node for each service, an edge for each that it called. */
final class ServiceGraph {
    private static final String CLIENT = "client";

    /** Namespaces of what is another service; X-Ray's SDK for Python has one for all else. */
    private static final Set<String> CALLED = Set.of("aws", "remote");

    private final String account;
    private final Map<Name, Node> nodes = new LinkedHashMap<>();

    ServiceGraph(String account) {
        this.account = account;
    }

    private record Name(String name, @Nullable String type) {}

    private static final class Node {
        private final int id;
        private final Tally tally = new Tally();
        private final Map<Node, Tally> called = new LinkedHashMap<>();
        private boolean root;

        private Node(int id) {
            this.id = id;
        }
    }

    void add(RecordedTrace trace) {
        List<SegmentDocument> segments = trace.segments();
        Map<String, Node> owners = new HashMap<>();
        for (SegmentDocument segment : segments) {
            Node node = node(segment.name(), segment.json().path("origin").asText(null));
            node.tally.count(segment.json());
            own(segment.json(), node, owners);
        }
        Set<String> callers =
                segments.stream().map(SegmentDocument::parentId).collect(Collectors.toSet());
        for (SegmentDocument segment : segments) {
            Node node = Objects.requireNonNull(owners.get(segment.id()));
            Node caller = owners.get(segment.parentId());
            if (caller == null) {
                node.root = true;
                Node client = node(segment.name(), CLIENT);
                client.tally.count(segment.json());
                caller = client;
            }
            edge(caller, node, segment.json());
            addCalled(segment.json(), node, callers);
        }
    }

    private static void own(JsonNode segment, Node node, Map<String, Node> owners) {
        owners.put(segment.path("id").asText(), node);
        segment.path("subsegments").forEach(below -> own(below, node, owners));
    }

    /** What a segment calls and what has no segment of its own, as services of AWS. */
    private void addCalled(JsonNode segment, Node node, Set<String> callers) {
        for (JsonNode below : segment.path("subsegments")) {
            String namespace = below.path("namespace").asText("");
            if (CALLED.contains(namespace) && !callers.contains(below.path("id").asText())) {
                String name = below.path("name").asText();
                Node other = node(name, namespace.equals("aws") ? "AWS::" + name : namespace);
                other.tally.count(below);
                edge(node, other, below);
            }
            addCalled(below, node, callers);
        }
    }

    private Node node(String name, @Nullable String type) {
        return nodes.computeIfAbsent(new Name(name, type), _ -> new Node(nodes.size()));
    }

    private static void edge(Node from, Node to, JsonNode segment) {
        from.called.computeIfAbsent(to, _ -> new Tally()).count(segment);
    }

    List<Service> services() {
        return nodes.entrySet().stream()
                .map(entry -> service(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Service service(Name name, Node node) {
        boolean client = CLIENT.equals(name.type());
        return Service.builder()
                .referenceId(node.id)
                .name(name.name())
                .names(List.of(name.name()))
                .root(node.root ? true : null)
                .accountId(client ? null : account)
                .type(name.type())
                .state(client ? "unknown" : "active")
                .startTime(SegmentDocument.instant(node.tally.start))
                .endTime(SegmentDocument.instant(node.tally.end))
                .edges(node.called.entrySet().stream().map(ServiceGraph::edge).toList())
                .summaryStatistics(
                        client
                                ? null
                                : ServiceStatistics.builder()
                                        .okCount(node.tally.ok())
                                        .errorStatistics(node.tally.errorStatistics())
                                        .faultStatistics(node.tally.faultStatistics())
                                        .totalCount(node.tally.total)
                                        .totalResponseTime(node.tally.seconds)
                                        .build())
                .build();
    }

    private static Edge edge(Map.Entry<Node, Tally> called) {
        Tally tally = called.getValue();
        return Edge.builder()
                .referenceId(called.getKey().id)
                .startTime(SegmentDocument.instant(tally.start))
                .endTime(SegmentDocument.instant(tally.end))
                .summaryStatistics(
                        EdgeStatistics.builder()
                                .okCount(tally.ok())
                                .errorStatistics(tally.errorStatistics())
                                .faultStatistics(tally.faultStatistics())
                                .totalCount(tally.total)
                                .totalResponseTime(tally.seconds)
                                .build())
                .aliases(List.of())
                .build();
    }
}
