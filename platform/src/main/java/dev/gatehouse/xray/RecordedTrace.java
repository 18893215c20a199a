package dev.gatehouse.xray;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All segments of one trace so far; a document takes the place of the one with its id, as one that
 * was in progress is sent again.
 */
final class RecordedTrace {
    /** So many subsegments that were sent on their own are shown below each other at most. */
    private static final int DEEPEST_CHAIN = 8;

    private final String id;
    private final Map<String, SegmentDocument> documents = new LinkedHashMap<>();
    private boolean exceeded;

    RecordedTrace(String id) {
        this.id = id;
    }

    private RecordedTrace(RecordedTrace other) {
        this.id = other.id;
        this.exceeded = other.exceeded;
        documents.putAll(other.documents);
    }

    void add(SegmentDocument document) {
        documents.put(document.id(), document);
    }

    /** A document had no room. */
    void exceed() {
        exceeded = true;
    }

    /** Whether there was more than X-Ray keeps of one trace. */
    boolean isExceeded() {
        return exceeded;
    }

    /** What later segments do not change. */
    RecordedTrace copy() {
        return new RecordedTrace(this);
    }

    String id() {
        return id;
    }

    /** When the trace began by its id, in seconds since 1970. */
    long idSeconds() {
        return Long.parseLong(id, 2, 10, 16);
    }

    Collection<SegmentDocument> documents() {
        return documents.values();
    }

    double start() {
        return documents().stream().mapToDouble(SegmentDocument::start).min().orElse(0);
    }

    /** From the first segment's start to the last one's end, in seconds. */
    double duration() {
        double end = documents().stream().mapToDouble(SegmentDocument::end).max().orElse(0);
        return end - start();
    }

    /** Whole segments, each with the subsegments that were sent on their own below it. */
    List<SegmentDocument> segments() {
        Map<String, ObjectNode> copies = new LinkedHashMap<>();
        Map<String, ObjectNode> byId = new HashMap<>();
        for (SegmentDocument document : documents()) {
            ObjectNode copy = document.json().deepCopy();
            copies.put(document.id(), copy);
            index(copy, byId);
        }
        for (SegmentDocument document : documents()) {
            ObjectNode parent = byId.get(document.parentId());
            if (document.isSubsegment() && parent != null && !isBelow(document.id(), parent)) {
                ObjectNode child = copies.remove(document.id());
                child.remove(List.of("type", "trace_id", "parent_id"));
                parent.withArray("subsegments").add(child);
            }
        }
        return copies.values().stream().map(SegmentDocument::new).toList();
    }

    private static void index(ObjectNode node, Map<String, ObjectNode> byId) {
        byId.putIfAbsent(node.path("id").asText(""), node);
        for (JsonNode below : node.path("subsegments")) {
            if (below instanceof ObjectNode subsegment) {
                index(subsegment, byId);
            }
        }
    }

    /** Whether it would be under itself, which a sender may claim, or too deep. */
    private boolean isBelow(String id, ObjectNode parent) {
        String at = parent.path("id").asText("");
        for (int steps = 0; steps < DEEPEST_CHAIN; steps++) {
            SegmentDocument document = documents.get(at);
            if (at.equals(id)) {
                return true;
            }
            if (document == null) {
                return false;
            }
            at = document.parentId();
        }
        return true;
    }
}
