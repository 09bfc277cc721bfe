public import CoreDomain

/// What scripts can call in a program that runs them.
public enum ScriptTools {
    /// The capabilities of the models behind `router`, and the native tools.
    public static func all(_ router: ModelRouter) -> [NativeTool] {
        ModelTools.all(router) + [ModelTools.plan(router)]
    }
}
