package io.assay.engine.compiled;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Which slot each column of a chain has. The columns of the last projection have the first ones, in
 * their order. A column that only has another name shares its slot.
 */
final class Slots {
  private final Map<ExprId, ExprId> roots = new HashMap<>();
  private final Map<ExprId, Integer> slots = new HashMap<>();
  private int count;

  Slots(List<Project> chain) {
    for (Project project : chain) {
      for (NamedExpression column : columns(project)) {
        renamed(column)
            .ifPresent(
                of -> roots.put(column.exprId(), roots.getOrDefault(of.exprId(), of.exprId())));
      }
    }
    List<NamedExpression> last = columns(chain.get(chain.size() - 1));
    count = last.size();
    for (int i = 0; i < last.size(); i++) {
      ExprId id = last.get(i).exprId();
      slots.putIfAbsent(roots.getOrDefault(id, id), i);
    }
  }

  /** How many slots there are so far. */
  int count() {
    return count;
  }

  /** The slot of a column of the input; negative if nothing reads it. */
  int ofInput(Attribute column) {
    return slots.getOrDefault(column.exprId(), -1);
  }

  /** What a projection computes. */
  List<Step.Cell> cells(Project project, boolean last) {
    List<Step.Cell> cells = new ArrayList<>();
    List<NamedExpression> columns = columns(project);
    for (int i = 0; i < columns.size(); i++) {
      NamedExpression column = columns.get(i);
      int slot = last ? i : of(column.exprId());
      if (renamed(column).isEmpty() || slot != of(column.exprId())) {
        Expression computed = column instanceof Alias alias ? alias.child() : (Expression) column;
        cells.add(new Step.Cell(slot, computed.transformUp(new Binding())));
      }
    }
    return cells;
  }

  private int of(ExprId column) {
    return slots.computeIfAbsent(roots.getOrDefault(column, column), any -> count++);
  }

  private static Optional<Attribute> renamed(NamedExpression column) {
    if (column instanceof Attribute attribute) {
      return Optional.of(attribute);
    }
    return column instanceof Alias alias && alias.child() instanceof Attribute attribute
        ? Optional.of(attribute)
        : Optional.empty();
  }

  private static List<NamedExpression> columns(Project project) {
    return CollectionConverters.asJava(project.projectList());
  }

  /** Columns as slots of the row. */
  private final class Binding extends AbstractPartialFunction<Expression, Expression> {
    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof Attribute;
    }

    @Override
    public Expression apply(Expression expression) {
      Attribute column = (Attribute) expression;
      return new BoundReference(of(column.exprId()), column.dataType(), column.nullable());
    }
  }
}
