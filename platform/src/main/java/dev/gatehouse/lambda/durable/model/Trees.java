package dev.gatehouse.lambda.durable.model;

import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.wire.format.JsonTree;
import dev.gatehouse.wire.format.JsonWriter;
import dev.gatehouse.wire.format.TreeDecoder;
import java.util.Map;
import java.util.Objects;

/** AWS's structures as trees of plain values, the form in which they are kept. */
final class Trees {
    private Trees() {}

    @SuppressWarnings("unchecked") // a structure is written as a JSON object
    static Map<String, Object> of(View view) {
        Object tree = JsonTree.read(JsonWriter.write(view.data()));
        return (Map<String, Object>) Objects.requireNonNull(tree);
    }

    /** Members that this node's model does not know are left out. */
    static Structure structure(Shape shape, Map<String, Object> tree) {
        Structure.Builder structure = Structure.builder(shape);
        TreeDecoder.RESPONSES.members(structure, tree);
        return structure.build();
    }
}
