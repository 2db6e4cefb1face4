import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** A widget of which only synthesis knows whether it is shown. Otherwise its place stays empty, so it stands below all others. */
export class LateWidget implements cloudwatch.IWidget {
  public readonly width: number;
  public readonly height: number;

  constructor(
    private readonly widget: cloudwatch.IWidget,
    private readonly isShown: () => boolean,
  ) {
    this.width = widget.width;
    this.height = widget.height;
  }

  public get warningsV2(): { [id: string]: string } | undefined {
    return this.widget.warningsV2;
  }

  public position(x: number, y: number): void {
    this.widget.position(x, y);
  }

  public toJson(): any[] {
    return this.isShown() ? this.widget.toJson() : [];
  }
}
