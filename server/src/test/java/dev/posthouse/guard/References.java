package dev.posthouse.guard;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What a compiled class names: everything passes through its constant pool, also lambdas, method
/// references, annotations and generic signatures.
final class References {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+)");

  private References() {}

  /// The classes named, as `java/lang/String`.
  static Set<String> classes(ClassModel model) {
    Set<String> names = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry named && !named.asInternalName().startsWith("[")) {
        names.add(named.asInternalName());
      } else if (entry instanceof Utf8Entry text && isDescriptor(text.stringValue())) {
        IN_DESCRIPTOR
            .matcher(text.stringValue())
            .results()
            .map(found -> found.group(1))
            .forEach(names::add);
      }
    }
    return names;
  }

  /// The fields and methods used, as `java/lang/Thread.sleep(J)V`.
  static Set<String> members(ClassModel model) {
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .filter(MemberRefEntry.class::isInstance)
        .map(MemberRefEntry.class::cast)
        .map(used -> used.owner().asInternalName() + "." + used.name() + used.type())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// `dev.posthouse.route.Router` for `dev/posthouse/route/Router`.
  static String readable(ClassModel model) {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  private static boolean isDescriptor(String text) {
    return text.indexOf(';') > 0 && text.indexOf(' ') < 0 && text.indexOf('L') >= 0;
  }
}
