package dev.posthouse.guard;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Compiles a few lines in memory, so that each rule can be shown something that breaks it.
final class Sample {
  private static final String NAME = "Sample";

  private Sample() {}

  /// The class `dev.posthouse.NAME.Sample` with this body.
  static ClassModel inPackage(String name, String body) {
    return compile("package dev.posthouse.%s; class Sample { %s }".formatted(name, body));
  }

  static ClassModel compile(String source) {
    Output output = new Output();
    CompilationTask task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null, output, null, List.of("-proc:none", "-nowarn"), null, List.of(text(source)));
    if (!task.call()) {
      throw new IllegalArgumentException("does not compile: " + source);
    }
    return ClassFile.of().parse(output.bytes.toByteArray());
  }

  static JavaFileObject text(String source) {
    return new SimpleJavaFileObject(URI.create("memory:///" + NAME + ".java"), Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  /// Keeps the one class of a sample.
  private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output() {
      super(ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, Locale.ROOT, null));
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, Kind kind, @Nullable FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          bytes.reset();
          return bytes;
        }
      };
    }
  }
}
