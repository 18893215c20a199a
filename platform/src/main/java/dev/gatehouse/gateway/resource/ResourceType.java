package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.store.Kind;
import java.util.Map;
import java.util.function.Function;

/**
 * How one sort of resource is kept: its kind of document and the AWS shape of its values.
 *
 * @param kind the documents
 * @param shape the shape all values have
 * @param view makes a typed look at such a value
 */
public record ResourceType<T extends View>(
        Kind<Document> kind, Shape shape, Function<Structure, T> view) {

    /**
     * The type of resources kept as documents called {@code kind}, whose values look like {@code
     * sample}.
     */
    public static <T extends View> ResourceType<T> of(
            String kind, T sample, Function<Structure, T> view) {
        return new ResourceType<>(new Kind<>(kind, Document.class), sample.data().shape(), view);
    }

    /** A value with the members the sources have in common with this type; the last one counts. */
    public T from(View... sources) {
        Structure[] structures = new Structure[sources.length];
        for (int i = 0; i < sources.length; i++) {
            structures[i] = sources[i].data();
        }
        return view.apply(Structures.as(shape, structures));
    }

    /** The value that a tree describes. */
    public T read(Map<String, ?> tree) {
        return view.apply(Structures.read(shape, tree));
    }

    /** The value a document holds. */
    public T read(Document document) {
        return read(document.members());
    }

    /** What a document of this value holds. */
    public Document document(T value) {
        return new Document(Structures.tree(value.data()));
    }
}
