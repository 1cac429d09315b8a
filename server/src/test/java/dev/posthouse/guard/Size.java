package dev.posthouse.guard;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// A file and a method fit a reader's head: lines, parameters and nesting are counted in the
/// source, by the compiler's own parser.
final class Size {
  static final int FILE_LINES = 400;
  static final int METHOD_LINES = 60;
  static final int PARAMETERS = 6;
  static final int NESTING = 3;

  private Size() {}

  /// One line for each limit broken in these files.
  static List<String> violations(List<? extends JavaFileObject> files) {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problem -> {}, List.of("-proc:none"), null, files);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<String> found = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        new Counter(unit, positions, found).scan(unit, 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// Walks one file; the argument handed down is the depth of nesting inside the method.
  private static final class Counter extends TreeScanner<@Nullable Void, Integer> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;
    private String owner = "";
    private boolean inRecord;

    Counter(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public @Nullable Void visitCompilationUnit(CompilationUnitTree node, Integer depth) {
      long lines = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, unit));
      limit(unit.getSourceFile().getName(), "lines", lines, FILE_LINES);
      return super.visitCompilationUnit(node, depth);
    }

    @Override
    public @Nullable Void visitClass(ClassTree node, Integer depth) {
      String outer = owner;
      boolean outerIsRecord = inRecord;
      owner = node.getSimpleName().isEmpty() ? outer : node.getSimpleName().toString();
      inRecord = node.getKind() == Tree.Kind.RECORD;
      super.visitClass(node, 0);
      owner = outer;
      inRecord = outerIsRecord;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree node, Integer depth) {
      String name = owner + "." + node.getName();
      limit(name, "lines", lines(node), METHOD_LINES);
      if (!inRecord || !node.getName().contentEquals("<init>")) {
        limit(name, "parameters", node.getParameters().size(), PARAMETERS);
      }
      return super.visitMethod(node, 0);
    }

    @Override
    public @Nullable Void visitIf(IfTree node, Integer depth) {
      scan(node.getCondition(), depth);
      scan(node.getThenStatement(), deeper(node, depth));
      StatementTree otherwise = node.getElseStatement();
      scan(otherwise, otherwise instanceof IfTree ? depth : Integer.valueOf(depth + 1));
      return null;
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree node, Integer depth) {
      return super.visitForLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree node, Integer depth) {
      return super.visitEnhancedForLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree node, Integer depth) {
      return super.visitWhileLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree node, Integer depth) {
      return super.visitDoWhileLoop(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree node, Integer depth) {
      return super.visitSwitch(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree node, Integer depth) {
      return super.visitSwitchExpression(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitTry(TryTree node, Integer depth) {
      return super.visitTry(node, deeper(node, depth));
    }

    @Override
    public @Nullable Void visitSynchronized(SynchronizedTree node, Integer depth) {
      return super.visitSynchronized(node, deeper(node, depth));
    }

    private Integer deeper(Tree node, int depth) {
      limit(owner + " line " + line(node), "levels of nesting", depth + 1L, NESTING);
      return depth + 1;
    }

    private void limit(String where, String what, long count, int most) {
      if (count > most) {
        found.add("%s has %d %s, at most %d".formatted(where, count, what, most));
      }
    }

    /// From the result type on, or the body of a constructor: a table in an annotation is no code.
    private long lines(MethodTree node) {
      Tree type = node.getReturnType();
      Tree first = type != null ? type : node.getBody() != null ? node.getBody() : node;
      return line(positions.getEndPosition(unit, node)) - line(first) + 1;
    }

    private long line(Tree node) {
      return line(positions.getStartPosition(unit, node));
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
