package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.store.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One type of resource: its kind of document, the AWS shape of its values, and how it is named.
 *
 * @param kind the documents
 * @param shape the shape all values have
 * @param view makes a typed look at such a value
 * @param index what is kept beside them; null when nothing is
 */
public record ResourceType<T extends View>(
        Kind<Document> kind,
        Shape shape,
        Function<Structure, T> view,
        Naming naming,
        @Nullable Index<T> index) {

    /**
     * The type of resources kept as documents called {@code kind}, whose values look like {@code
     * sample}.
     */
    public static <T extends View> ResourceType<T> of(
            String kind, T sample, Function<Structure, T> view, Naming naming) {
        return new ResourceType<>(
                new Kind<>(kind, Document.class), sample.data().shape(), view, naming, null);
    }

    /** The same for a type that plans are made of, so that others hear of its changes. */
    public ResourceType<T> announced() {
        return new ResourceType<>(
                Kind.announced(kind.name(), Document.class), shape, view, naming, index);
    }

    /** The same with an index beside it. */
    public ResourceType<T> indexed(Index<T> beside) {
        return new ResourceType<>(kind, shape, view, naming, beside);
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

    /** The id that a value has. */
    String id(T value) {
        return String.valueOf(Objects.requireNonNull(value.data().value(naming.member())));
    }

    /** The id that a request names; empty when it names none. */
    String asked(View request) {
        return Objects.toString(request.data().value(naming.asked()), "");
    }

    /** The id of what the resource that a request names belongs to; empty for the account's own. */
    String parentId(View request) {
        ResourceType<?> parent = naming.parent();
        return parent == null ? "" : parent.pathId(request);
    }

    /** The same with the ids of all above it in front, each with a slash behind. */
    private String pathId(View request) {
        String above = parentId(request);
        return above.isEmpty() ? asked(request) : above + '/' + asked(request);
    }

    /** The id of the API, or what else belongs to the account, that a request is about. */
    String rootId(View request) {
        ResourceType<?> parent = naming.parent();
        return parent == null ? asked(request) : parent.rootId(request);
    }
}
